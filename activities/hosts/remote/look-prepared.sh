# look-prepared FOLDER: how many sstables of 3.11 lie in its local and peers, a line each: "local 1". Changes nothing.
for table in local peers; do
  printf '%s %s\n' "$table" "$(find "$1/$table" -maxdepth 1 -type f -name 'm?-*-big-Data.db' 2>/dev/null | wc -l)"
done
