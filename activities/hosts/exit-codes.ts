/** Exit codes that mean the same in every script of remote/: the counterpart of the names in _prelude.sh. */
export const exitCodes = {
  busy: 75,
  owned: 76,
  fenced: 77,
  notAsExpected: 78,
  noSpace: 79,
  noSuchTool: 80,
} as const;
