/**
 * A workflow's history in the JSON form of Temporal's API, as `temporal workflow show -o json` prints it. Only the
 * parts that a report is made of are named here.
 */
export interface RecordedRun {
  readonly workflowId: string;
  readonly runId: string;
  readonly events: readonly HistoryEvent[];
}

export interface HistoryEvent {
  /** 64 bits, as text. */
  readonly eventId: string;
  readonly eventTime: string;
  readonly userMetadata?: { readonly summary?: Payload };
  readonly workflowExecutionStartedEventAttributes?: {
    readonly input?: Payloads;
    readonly identity?: string;
    readonly continuedExecutionRunId?: string;
  };
  readonly workflowExecutionCompletedEventAttributes?: { readonly result?: Payloads };
  readonly workflowExecutionFailedEventAttributes?: { readonly failure?: Failure };
  readonly workflowExecutionCanceledEventAttributes?: object;
  readonly workflowExecutionTimedOutEventAttributes?: object;
  readonly workflowExecutionTerminatedEventAttributes?: {
    readonly reason?: string;
    readonly identity?: string;
  };
  readonly workflowExecutionContinuedAsNewEventAttributes?: { readonly newExecutionRunId?: string };
  readonly workflowExecutionSignaledEventAttributes?: {
    readonly signalName?: string;
    readonly input?: Payloads;
    readonly identity?: string;
  };
  readonly workflowExecutionUpdateAcceptedEventAttributes?: {
    readonly acceptedRequest?: {
      readonly meta?: { readonly updateId?: string; readonly identity?: string };
      readonly input?: { readonly name?: string; readonly args?: Payloads };
    };
  };
  readonly workflowExecutionUpdateCompletedEventAttributes?: {
    readonly meta?: { readonly updateId?: string };
    readonly outcome?: { readonly success?: Payloads; readonly failure?: Failure };
  };
  readonly upsertWorkflowSearchAttributesEventAttributes?: {
    readonly searchAttributes?: { readonly indexedFields?: Readonly<Record<string, Payload>> };
  };
  readonly workflowPropertiesModifiedEventAttributes?: {
    readonly upsertedMemo?: { readonly fields?: Readonly<Record<string, Payload>> };
  };
  readonly childWorkflowExecutionStartedEventAttributes?: {
    readonly workflowExecution?: { readonly workflowId?: string; readonly runId?: string };
  };
  readonly activityTaskScheduledEventAttributes?: {
    readonly activityType?: { readonly name?: string };
    readonly input?: Payloads;
  };
  readonly activityTaskStartedEventAttributes?: OfActivity & {
    readonly attempt?: number;
    readonly lastFailure?: Failure;
  };
  readonly activityTaskCompletedEventAttributes?: OfActivity & { readonly result?: Payloads };
  readonly activityTaskFailedEventAttributes?: OfActivity & { readonly failure?: Failure };
  readonly activityTaskTimedOutEventAttributes?: OfActivity & { readonly failure?: Failure };
  readonly activityTaskCanceledEventAttributes?: OfActivity;
}

interface OfActivity {
  readonly scheduledEventId?: string;
}

export interface Payload {
  readonly metadata?: Readonly<Record<string, string>>;
  /** Base64. */
  readonly data?: string;
}

export interface Payloads {
  readonly payloads?: readonly Payload[];
}

export interface Failure {
  readonly message?: string;
  readonly cause?: Failure;
  readonly applicationFailureInfo?: { readonly type?: string; readonly details?: Payloads };
}

/** @returns what the SDK's default converter encoded; undefined for nothing and for any other encoding */
export function decode(payload: Payload | undefined): unknown {
  const encoding = payload?.metadata?.['encoding'];
  if (payload?.data === undefined || encoding === undefined) return undefined;
  if (Buffer.from(encoding, 'base64').toString() !== 'json/plain') return undefined;
  return JSON.parse(Buffer.from(payload.data, 'base64').toString('utf8'));
}

/** The first argument or the result: Ringlift's workflows, activities and messages take and give one. */
export function decodeOne(payloads: Payloads | undefined): unknown {
  return decode(payloads?.payloads?.[0]);
}

/** A field of decoded JSON that is expected to be text. */
export function textIn(value: unknown, key: string): string | undefined {
  const found = fieldIn(value, key);
  return typeof found === 'string' ? found : undefined;
}

export function fieldIn(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

export function listIn<Item>(value: unknown, key: string): readonly Item[] {
  const found = fieldIn(value, key);
  return Array.isArray(found) ? (found as Item[]) : [];
}
