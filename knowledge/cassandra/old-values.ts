/** What a value under an old name is under the new one: since 4.1 most names have lost their unit, and the value has it. */
import type { Alias } from './accepted-keys.ts';
import type { ReleaseLine } from './release-line.ts';

export type OldValue =
  /** Under the new name; `null` switches off what -1 switched off before. */
  | {
      readonly means: 'value';
      readonly text: string;
      readonly why?: string;
      /** The target does not start with the old name. */
      readonly must?: true;
    }
  /** The same words under both names. */
  | { readonly means: 'same' }
  /** Only the target's own arithmetic knows: the old name stays. */
  | { readonly means: 'unknown' }
  /** The target does not start with it. */
  | { readonly means: 'refused'; readonly why: string; readonly remedy: string };

interface Unit {
  readonly unit: string;
  /** The first number that is too large. */
  readonly bound: bigint;
  /** What a negative number was for, and how the new name says it; absent: the target refuses it. */
  readonly negative?: 'null' | '0';
  /** Only -1 is taken; absent: every negative number. */
  readonly onlyMinusOne?: true;
  /** How many of the new unit are one of the old. */
  readonly times?: bigint;
}

const int = 2n ** 31n - 1n;
const long = 2n ** 63n - 1n;

/**
 * @source config/Converters.java of 4.1.10, 5.0.9 and 6.0-alpha2, and the bounds of config/DurationSpec.java,
 *   DataStorageSpec.java and DataRateSpec.java; measured with the loaders of all three, value by value
 */
const units: { readonly [converter: string]: Unit } = {
  MILLIS_DURATION_LONG: { unit: 'ms', bound: long },
  MILLIS_DURATION_INT: { unit: 'ms', bound: int },
  MILLIS_DURATION_DOUBLE: { unit: 'ms', bound: int },
  MILLIS_CUSTOM_DURATION: { unit: 'ms', bound: int, negative: 'null', onlyMinusOne: true },
  SECONDS_DURATION: { unit: 's', bound: int },
  NEGATIVE_SECONDS_DURATION: { unit: 's', bound: int, negative: '0' },
  MINUTES_CUSTOM_DURATION: { unit: 'm', bound: int, negative: 'null', onlyMinusOne: true },
  MEBIBYTES_DATA_STORAGE_LONG: { unit: 'MiB', bound: long },
  MEBIBYTES_DATA_STORAGE_INT: { unit: 'MiB', bound: int },
  NEGATIVE_MEBIBYTES_DATA_STORAGE_INT: { unit: 'MiB', bound: int, negative: 'null' },
  KIBIBYTES_DATASTORAGE: { unit: 'KiB', bound: int },
  BYTES_DATASTORAGE: { unit: 'B', bound: int },
  BYTES_CUSTOM_DATASTORAGE: { unit: 'B', bound: long, negative: 'null', onlyMinusOne: true },
  MEBIBYTES_PER_SECOND_DATA_RATE: { unit: 'MiB/s', bound: int + 1n },
  // A megabit is a million bits here, and MiB/s would have to be rounded.
  MEGABITS_TO_BYTES_PER_SECOND_DATA_RATE: { unit: 'B/s', bound: int, times: 125_000n },
  LONG_BYTES_DATASTORAGE_MEBIBYTES_INT: { unit: 'MiB', bound: int + 1n },
};

/**
 * Keyspaces and tables of the system, which old thresholds counted and new ones do not. What is left must be positive,
 * or -1 for off. @source schema/SchemaConstants.java; measured: what 5.0.9 and 6.0-alpha2 count
 */
const systemOwn: { readonly [converter: string]: { readonly [line in ReleaseLine]?: number } } = {
  KEYSPACE_COUNT_THRESHOLD_TO_GUARDRAIL: { '5.0': 5, '6.0': 7 },
  TABLE_COUNT_THRESHOLD_TO_GUARDRAIL: { '5.0': 48, '6.0': 56 },
};

const countsTables = 'TABLE_COUNT_THRESHOLD_TO_GUARDRAIL';

/** New names whose threshold may not be 0: null or -1 switches them off. @source config/GuardrailsOptions.java */
const neverZero: { readonly [key: string]: string } = {
  partition_size_warn_threshold: 'Remove it: off is the default',
  partition_tombstones_warn_threshold: 'Write -1, which switches it off',
};

/** @param value as written; null: none, or no single value */
export function judgeOldValue(alias: Alias, value: string | null, line: ReleaseLine): OldValue {
  const { to, converter } = alias;
  const number = value !== null && /^(0|-?[1-9]\d{0,18})$/.test(value) ? BigInt(value) : null;
  if (number === null && converter === countsTables) return refused(...noTableCount(to, line));
  if (value === null) return { means: 'unknown' };
  const off = neverZero[to];
  if (number === 0n && off !== undefined) {
    return refused(`${line} takes no 0 for ${to}, its new name`, `${off}, in cassandra.yaml.`);
  }
  const own = systemOwn[converter]?.[line];
  if (own !== undefined && number !== null) return judgeCount(alias, number, own, line);
  const unit = units[converter];
  if (unit === undefined) return { means: own === undefined ? 'same' : 'unknown' };
  return number === null ? { means: 'unknown' } : withUnit(number, unit, to, line);
}

function withUnit(number: bigint, unit: Unit, to: string, line: ReleaseLine): OldValue {
  const next = `Write ${to} in cassandra.yaml with a value that is meant, such as 30${unit.unit}, or remove the key.`;
  if (number >= unit.bound)
    return refused(`${line} takes no number from ${unit.bound} on for ${to}, its new name`, next);
  if (number >= 0n) return { means: 'value', text: `${number * (unit.times ?? 1n)}${unit.unit}` };
  const takes = unit.negative !== undefined && (!unit.onlyMinusOne || number === -1n);
  if (!takes) return refused(`${line} takes no negative number for ${to}, its new name`, next);
  return { means: 'value', text: unit.negative === '0' ? `0${unit.unit}` : 'null' };
}

/**
 * The old name of the tables' threshold stops every start: to take off its own tables the loader needs the partitioner,
 * which is read from the same file later. Measured on 5.0.9 and 6.0-alpha2: "ExceptionInInitializerError ... partitioner
 * is null". It is always renamed.
 */
function judgeCount({ to, converter }: Alias, number: bigint, own: number, line: ReleaseLine): OldValue {
  const left = number - BigInt(own);
  if (left > 0n) {
    const tables = converter === countsTables;
    const why = `it does not count the ${own} ${tables ? 'tables' : 'keyspaces'} of ${line} itself`;
    const text = String(left);
    if (!tables) return { means: 'value', text, why };
    return { means: 'value', text, why: `${why}, and ${line} does not start with the old name`, must: true };
  }
  return refused(
    `the new name ${to} does not count the ${own} of ${line} itself: ${left} is left, and no threshold`,
    `Write ${to} in cassandra.yaml instead, with the number of yours to warn at; -1 switches it off.`,
  );
}

function noTableCount(to: string, line: ReleaseLine): [why: string, remedy: string] {
  return [
    `${line} does not start with it, and it is no number that could be taken over`,
    `Write ${to} in cassandra.yaml instead, with the number of your own tables to warn at.`,
  ];
}

function refused(why: string, remedy: string): OldValue {
  return { means: 'refused', why, remedy };
}

/** Names that stayed and whose plain number is still taken, but no longer a negative one. @source Converters.java, SECONDS_CUSTOM_DURATION */
export const neverNegativeSince41 = [
  'counter_cache_save_period',
  'key_cache_save_period',
  'row_cache_save_period',
] as const;
