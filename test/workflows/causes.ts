/** All messages of an error and of what caused it, in one text. */
export function causes(error: unknown): string {
  return error instanceof Error ? `${error.message} ${causes((error as { cause?: unknown }).cause)}` : '';
}

/** Why a command was refused; `accepted` when it was not. */
export function refusal(answer: Promise<unknown>): Promise<string> {
  return answer.then(() => 'accepted', causes);
}
