/**
 * For how long gates that were seen open are believed, in ms. Between them and the drain lies one task of the workflow:
 * seconds, some ten where a worker has just died. Other nodes see a dead one within half a minute, so that a look of two
 * minutes ago is about as old as what is asked now could be; one of an hour ago, of before the worker was away, says nothing.
 */
export const gatesGoodForMillis = 2 * 60_000;
