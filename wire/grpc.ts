import {
  create,
  type DescMessage,
  type DescMethod,
  fromBinary,
  type Message,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf';
import type { GenService, GenServiceMethods } from '@bufbuild/protobuf/codegenv2';

/** A method as `@grpc/grpc-js` wants it. What is sent may be a message or the plain object to make one from. */
export interface GrpcMethod<Input extends DescMessage, Output extends DescMessage> {
  /** Such as `/v1.Agent/PingSession`. */
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  requestSerialize(message: MessageInitShape<Input>): Buffer;
  requestDeserialize(bytes: Buffer): MessageShape<Input>;
  responseSerialize(message: MessageInitShape<Output>): Buffer;
  responseDeserialize(bytes: Buffer): MessageShape<Output>;
  /** What grpc-js calls the method besides its key: `pingSession`. */
  readonly originalName: string;
}

/** The methods of a service under the names they have on the wire, such as `PingSession`. */
export type GrpcService<Methods extends GenServiceMethods> = {
  readonly [Name in keyof Methods & string as Capitalize<Name>]: GrpcMethod<
    Methods[Name]['input'],
    Methods[Name]['output']
  >;
};

/**
 * A generated service as the definition that `makeClientConstructor` and `Server.addService` of `@grpc/grpc-js` take.
 * Deserializing bytes that are not the message throws, which grpc-js answers with a status.
 */
export function serviceDefinition<Methods extends GenServiceMethods>(
  service: GenService<Methods>,
): GrpcService<Methods> {
  const methods: readonly DescMethod[] = Object.values(service.method);
  const definition = Object.fromEntries(methods.map((method) => [method.name, grpcMethod(method)]));
  return definition as GrpcService<Methods>;
}

/** One method of a service, where its types are not known. */
export function grpcMethod(method: DescMethod): GrpcMethod<DescMessage, DescMessage> {
  const { parent, name, localName, methodKind, input, output } = method;
  return {
    path: `/${parent.typeName}/${name}`,
    requestStream: methodKind === 'client_streaming' || methodKind === 'bidi_streaming',
    responseStream: methodKind === 'server_streaming' || methodKind === 'bidi_streaming',
    requestSerialize: serializer(input),
    requestDeserialize: deserializer(input),
    responseSerialize: serializer(output),
    responseDeserialize: deserializer(output),
    originalName: localName,
  };
}

/** A Buffer on the bytes, not a copy of them. */
function serializer(schema: DescMessage): (init: MessageInitShape<DescMessage>) => Buffer {
  return (init) => {
    const { buffer, byteOffset, byteLength } = toBinary(schema, create(schema, init));
    return Buffer.from(buffer, byteOffset, byteLength);
  };
}

function deserializer(schema: DescMessage): (bytes: Buffer) => Message {
  return (bytes) => fromBinary(schema, bytes);
}
