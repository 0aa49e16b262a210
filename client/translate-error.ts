import { ClientFailure } from './client-failure.ts';
import type { Session } from './connect.ts';

const invalidArgument = 3; // gRPC's INVALID_ARGUMENT

/**
 * Runs calls to Temporal; what its client throws becomes a ClientFailure that says what to do.
 * @param about what the calls are about, in people's words: `upgrade of prod1`
 */
export async function asking<Result>(
  session: Session,
  about: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw await translateError(error, session, about);
  }
}

/** @returns the ClientFailure for what is known, the error itself for what is not */
export async function translateError(error: unknown, session: Session, about: string): Promise<unknown> {
  const temporal = await import('@temporalio/client');
  const { address, namespace } = session;
  const failure = (exit: ClientFailure['exit'], text: string) =>
    new ClientFailure(exit, text, { cause: error });

  if (error instanceof ClientFailure) return error;
  if (error instanceof temporal.WorkflowUpdateFailedError) {
    return failure('refused', error.cause?.message ?? error.message);
  }
  if (error instanceof temporal.NamespaceNotFoundError) {
    return failure(
      'unreachable',
      `Temporal at ${address} has no namespace "${namespace}". Give --namespace, or create it:\n` +
        `  temporal operator namespace create --namespace ${namespace}`,
    );
  }
  if (error instanceof temporal.WorkflowNotFoundError) {
    return failure(
      'notFound',
      `There is no ${about} in namespace "${namespace}" at ${address}: ${error.message}`,
    );
  }
  if (error instanceof temporal.QueryNotRegisteredError) {
    return failure(
      'unreachable',
      `A worker answered about the ${about} that it knows no such question: ${error.message}`,
    );
  }
  if (
    error instanceof temporal.WorkflowUpdateRPCTimeoutOrCancelledError ||
    temporal.isGrpcDeadlineError(error)
  ) {
    return failure('unreachable', noAnswerMessage(about));
  }
  const cause = error instanceof temporal.ServiceError ? error.cause : error;
  if (temporal.isGrpcServiceError(cause)) {
    const exit = Number(cause.code) === invalidArgument ? 'badInput' : 'unreachable';
    return failure(exit, `Temporal at ${address}, namespace "${namespace}", answered: ${cause.details}`);
  }
  return error;
}

function noAnswerMessage(about: string): string {
  return (
    `No answer about the ${about} in time, though a worker polled its task queue within the last minute.\n` +
    "  Look at the worker's log: it may just have gone, be busy, or fail in a workflow task.\n" +
    '  What was asked can be asked again. A command may still be taken when a worker comes: look at the status first.'
  );
}
