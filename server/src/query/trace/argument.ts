import { annotationKey as key } from '../../lib/annotation-key.ts';
import { type ServiceCategory, typeOf } from '../../lib/service-type.ts';
import type { Agent } from '../../store/application.ts';
import type { Annotation } from '../../store/span/span.ts';
import { formatArgument } from './detail.ts';
import type { NameSource } from './names.ts';

/** Annotations that say what a call was about, most telling first, before its plain arguments (server.md §5.2). */
const byCategory: Partial<Record<ServiceCategory, readonly number[]>> = {
  RPC: [key.HTTP_URL, key.HTTP_INTERNAL_DISPLAY, key.THRIFT_URL, key.NETTY_ADDRESS],
  MESSAGE_BROKER: [key.MESSAGE_QUEUE_URL],
  CACHE: [key.REDIS_IO],
};

/** Types whose plugins chose another annotation than their category would. */
const byType: ReadonlyMap<number, readonly number[]> = new Map([
  [1311, [key.HTTP_STATUS]],
  [1313, [key.HTTP_STATUS]],
  [2810, [key.HTTP_URL]],
  [2811, [key.HTTP_INTERNAL_DISPLAY]],
  [8203, []],
  [8205, []],
  [9140, [key.HTTP_STATUS]],
  [9150, [key.NETTY_ADDRESS]],
  [9161, [key.GRPC_STATUS]],
]);

export interface Argument {
  readonly text: string;
  /** The annotation that it is, when it is one; it need not be shown again. */
  readonly annotation: Annotation | undefined;
}

/** What an event was called with: a URL, a command, or the arguments that the agent kept. */
export function argumentOf(
  { serviceType, annotations }: { readonly serviceType: number; readonly annotations: readonly Annotation[] },
  agent: Agent,
  names: NameSource,
): Argument {
  if (annotations.length === 0) return NONE;
  const telling = byType.get(serviceType) ?? byCategory[typeOf(serviceType).category] ?? [];
  for (const wanted of telling) {
    const annotation = annotations.find((one) => one.key === wanted);
    if (annotation !== undefined) return { text: formatArgument(annotation, agent, names), annotation };
  }
  const plain = annotations.filter((one) => isArgument(one.key));
  return { text: plain.map((one) => formatArgument(one, agent, names)).join(', '), annotation: undefined };
}

const NONE: Argument = { text: '', annotation: undefined };

const isArgument = (of: number): boolean =>
  (of <= key.ARGS_0 && of >= key.ARGS_N) || (of <= key.CACHED_ARGS_0 && of >= key.CACHED_ARGS_N);
