import { annotationKey, annotationNamed } from '../../../lib/annotation-key.ts';
import type { AttributeValue, Received } from '../../../store/span/span.ts';
import { format, formatAttribute } from '../../trace/detail.ts';
import type { Field, Test } from '../language/query.ts';
import { type Accept, exactly } from './accept.ts';
import { annotationsIn } from './known.ts';

type Tag = Exclude<Field, { readonly kind: 'known' }>;

/**
 * Whether an annotation or attribute of this name, of the span or of a call in it, passes. `http.url` is also the
 * endpoint of the span itself, and of the URLs of its calls also the path, since who searches for a path cannot know
 * which of them an agent wrote down.
 */
export function tagPasses(field: Tag, test: Test, received: Received): boolean {
  const accept = exactly(test);
  const key = annotationOf(field);
  const attribute = field.kind === 'annotation' ? undefined : field.key;
  const isUrl = key === annotationKey.HTTP_URL || attribute === 'http.url';
  const ok = isUrl ? (url: string) => accept(url) || accept(pathOf(url)) : accept;
  if (isUrl && field.kind !== 'annotation' && received.message.kind === 'span' && accept(received.message.rpc))
    return true;
  if (key !== undefined) {
    for (const annotation of annotationsIn(received)) if (annotation.key === key && ok(format(annotation))) return true;
  }
  return attribute !== undefined && hasAttribute(received, attribute, ok);
}

/** The annotation that a field names, if any. */
export function annotationOf(field: Tag): number | undefined {
  if (field.kind === 'annotation') return field.key;
  return field.kind === 'key' ? annotationNamed(field.key) : undefined;
}

function hasAttribute({ message }: Received, wanted: string, ok: Accept): boolean {
  const all = message.kind === 'span' ? [message, ...message.events] : message.events;
  return all.some(({ attributes }) =>
    attributes.some(({ key, value }) => key === wanted && attributePasses(value, ok)),
  );
}

/** The whole of it, or one of a list. */
const attributePasses = (value: AttributeValue, ok: Accept): boolean =>
  ok(formatAttribute(value)) || (Array.isArray(value) && value.some((one: AttributeValue) => ok(formatAttribute(one))));

/** `http://shop/order/7?x=1` and `shop:8080/order/7` → `/order/7` */
const pathOf = (url: string): string => /^(?:\w+:\/\/)?[^/?#]*(\/[^?#]*)/.exec(url)?.[1] ?? url;
