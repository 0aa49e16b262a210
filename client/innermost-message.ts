/** The reason itself: Temporal wraps it into "workflow failed", "activity task failed" and the like. */
export function innermostMessage(error: Error): string {
  return error.cause instanceof Error ? innermostMessage(error.cause) : error.message;
}
