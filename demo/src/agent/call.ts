import type { DescMessage, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import type { GrpcMethod } from '@finepoint/wire/grpc';
import { type Client, type ClientDuplexStream, type ClientWritableStream, Metadata } from '@grpc/grpc-js';

/** What a call carries beside its message; `timeout` in ms, none if undefined. */
export interface CallOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly timeout: number | undefined;
}

/** One question, one answer; rejects with the status of a call that failed. */
export function unary<In extends DescMessage, Out extends DescMessage>(
  client: Client,
  method: GrpcMethod<In, Out>,
  message: MessageInitShape<In>,
  options: CallOptions,
): Promise<MessageShape<Out>> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      message,
      metadataOf(options),
      deadlineOf(options),
      (error, answer) => (answer === undefined ? reject(error) : resolve(answer)),
    );
  });
}

/** A stream of messages to the collector, which answers when it ends. */
export function clientStream<In extends DescMessage, Out extends DescMessage>(
  client: Client,
  method: GrpcMethod<In, Out>,
  options: CallOptions,
): ClientWritableStream<MessageInitShape<In>> {
  return client.makeClientStreamRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize,
    metadataOf(options),
    deadlineOf(options),
    () => {},
  );
}

/** A stream both ways. */
export function bidiStream<In extends DescMessage, Out extends DescMessage>(
  client: Client,
  method: GrpcMethod<In, Out>,
  options: CallOptions,
): ClientDuplexStream<MessageInitShape<In>, MessageShape<Out>> {
  return client.makeBidiStreamRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize,
    metadataOf(options),
    deadlineOf(options),
  );
}

/** Whether the collector can be reached within so many ms. */
export function ready(client: Client, within: number): Promise<boolean> {
  return new Promise((resolve) => client.waitForReady(Date.now() + within, (error) => resolve(error === undefined)));
}

function metadataOf({ headers }: CallOptions): Metadata {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(headers)) metadata.set(key, value);
  return metadata;
}

const deadlineOf = ({ timeout }: CallOptions) => (timeout === undefined ? {} : { deadline: Date.now() + timeout });
