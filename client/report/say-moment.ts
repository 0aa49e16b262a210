import { sayMillis } from '../../knowledge/spec/duration.ts';

/** `2025-11-21 14:32:07` of an ISO time in UTC. */
export function day(at: string): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** `14:32:07` of an ISO time in UTC. */
export function time(at: string): string {
  return day(at).slice(11);
}

export function sayTook(since: string, until: string | null): string {
  return until === null ? 'not ended' : sayMillis(Date.parse(until) - Date.parse(since));
}
