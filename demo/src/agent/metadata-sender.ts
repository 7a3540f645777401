import { Metadata as MetadataService } from '@finepoint/wire';
import { serviceDefinition } from '@finepoint/wire/grpc';
import type { Metadata } from '../outgoing.ts';
import type { Channel } from './channel.ts';
import type { Sent } from './ledger.ts';
import { backoff, pause } from './pause.ts';

const service = serviceDefinition(MetadataService);

/** Sends one piece of metadata until the collector has it; gives up when the signal says stop. */
export async function sendMetadata(
  channel: Channel,
  metadata: Metadata,
  sent: Sent,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    const answer = await sendOnce(channel, metadata).catch(() => undefined);
    if (answer !== undefined) {
      sent[metadata.kind === 'exception' ? 'exceptions' : 'metadata']++;
      return;
    }
    await pause(backoff(attempt), signal);
  }
}

function sendOnce(channel: Channel, metadata: Metadata) {
  switch (metadata.kind) {
    case 'api':
      return channel.unary(service.RequestApiMetaData, metadata.message);
    case 'string':
      return channel.unary(service.RequestStringMetaData, metadata.message);
    case 'sql':
      return channel.unary(service.RequestSqlMetaData, metadata.message);
    case 'sqlUid':
      return channel.unary(service.RequestSqlUidMetaData, metadata.message);
    case 'exception':
      return channel.unary(service.RequestExceptionMetaData, metadata.message);
  }
}
