# Functions shared by every script. A script is run as: sh -c '<this><the script>' ringlift-NAME ARG...
set -u
PATH="$PATH:/usr/sbin:/sbin:/usr/local/sbin:/usr/local/bin:/usr/bin:/bin"
export LC_ALL=C PATH
umask 022
