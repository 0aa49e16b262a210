/** Message types that carry clients' reads and writes, with 4.0's _REQ and _RSP. @source net/Verb.java, 3.11 MessagingService.java */
const clientMessage =
  /^(READ|RANGE|RANGE_SLICE|PAGED_RANGE|READ_REPAIR|MUTATION|COUNTER_MUTATION)(_REQ|_RSP)?$/;

/** Of dropped messages by type those that a client waited for. */
export function clientMessagesIn(
  dropped: Readonly<Record<string, number>>,
): (readonly [type: string, times: number])[] {
  return Object.entries(dropped).filter(([type]) => clientMessage.test(type));
}
