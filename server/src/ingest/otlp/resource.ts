import { create, toBinary } from '@bufbuild/protobuf';
import { PAgentInfoSchema } from '@finepoint/wire';
import type { Bytes } from '../../lib/bytes.ts';
import { ProtoReader } from '../../lib/protobuf.ts';
import { serviceType } from '../../lib/service-type.ts';
import { type Agent, DEFAULT_SERVICE } from '../../store/application.ts';
import { readKeyValue, textOf } from '../../store/span/otlp/attributes.ts';
import type { Attribute } from '../../store/span/span.ts';

const NAME_LIMIT = 254;
const ID_LIMIT = 255;

/** The attributes of a Resource message. Throws MESSAGE_INVALID. */
export function readResource(bytes: Bytes, from: number, to: number): Attribute[] {
  const reader = new ProtoReader().reset(bytes, from, to);
  const attributes: Attribute[] = [];
  while (reader.next()) {
    if (reader.field === 1) attributes.push(readKeyValue(reader));
    else reader.skip();
  }
  return attributes;
}

/**
 * Who sends: application and service by the names Pinpoint's operators give or OpenTelemetry's own; the agent by the
 * most particular of its ids (server.md §1.17). One that names none is known by its application's name.
 */
export function agentOf(resource: readonly Attribute[]): Agent {
  const name = named(textOf(resource, 'pinpoint.applicationName', 'service.name'), 'unknown_service');
  const service = named(textOf(resource, 'pinpoint.serviceName', 'service.namespace'), DEFAULT_SERVICE);
  const agentId = identified(
    textOf(
      resource,
      'pinpoint.agentId',
      'service.instance.id',
      'k8s.pod.uid',
      'container.id',
      'k8s.pod.name',
      'host.name',
      'host.id',
    ) || name,
  );
  const agentName = identified(textOf(resource, 'pinpoint.agentName', 'k8s.pod.name', 'host.name')) || agentId;
  const type = serviceType.OPENTELEMETRY_SERVER;
  // No SDK says when its process started: the same id is the same agent.
  return { application: { service, name, type }, agentId, agentName, startTime: 0 };
}

/** What the process tells of itself, as Pinpoint's agents would tell it. */
export function infoOf(resource: readonly Attribute[], address: string): Bytes {
  const sdk = [textOf(resource, 'telemetry.sdk.name'), textOf(resource, 'telemetry.sdk.language')];
  const pid = Number(textOf(resource, 'process.pid'));
  return toBinary(
    PAgentInfoSchema,
    create(PAgentInfoSchema, {
      hostname: textOf(resource, 'host.name', 'k8s.node.name', 'k8s.pod.name'),
      ip: textOf(resource, 'host.ip') || address,
      pid: Number.isInteger(pid) && pid > 0 && pid < 2 ** 31 ? pid : 0,
      agentVersion: [...sdk, textOf(resource, 'telemetry.distro.version', 'telemetry.sdk.version')]
        .filter((part) => part !== '')
        .join(' '),
      vmVersion: [textOf(resource, 'process.runtime.name'), textOf(resource, 'process.runtime.version')]
        .filter((part) => part !== '')
        .join(' '),
      container: textOf(resource, 'container.id', 'k8s.pod.uid', 'k8s.pod.name') !== '',
    }),
  );
}

const named = (text: string, fallback: string): string => clean(text).slice(0, NAME_LIMIT) || fallback;
const identified = (text: string): string => clean(text).slice(0, ID_LIMIT);

/** `^` parts the fields of keys and trace ids; control characters have no place in a name. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const clean = (text: string): string => text.replace(/[\^\u0000-\u001f\u007f]/g, '_').trim();
