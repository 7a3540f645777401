import type { Bytes } from '../../lib/bytes.ts';
import { ProtoReader } from '../../lib/protobuf.ts';
import { maskSetting } from './secret.ts';

/** Field numbers of PAgentInfo.serverMetaData and of PServerMetaData.vmArg. */
const SERVER_META_DATA = 10;
const VM_ARG = 2;

/** Masks secrets among the VM arguments of a PAgentInfo, in place. */
export function maskAgentInfo(message: Bytes): void {
  const reader = new ProtoReader().reset(message);
  while (reader.next()) {
    if (reader.field === SERVER_META_DATA) maskArguments(reader);
    else reader.skip();
  }
}

function maskArguments(reader: ProtoReader): void {
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === VM_ARG) {
      reader.range();
      maskSetting(reader.buffer, reader.from, reader.to);
    } else reader.skip();
  }
  reader.leave(outer);
}
