import { create, toBinary } from '@bufbuild/protobuf';
import { PResultSchema } from '@finepoint/wire';
import type { Bytes } from '../../lib/bytes.ts';
import { asFailure, Failure } from '../../lib/failure.ts';
import { retriesByStatus } from '../grpc/identity.ts';
import type { Caller } from '../grpc/method.ts';

const OK = toBinary(PResultSchema, create(PResultSchema, { success: true }));

/**
 * The answer to what an agent told: success once it is durable. A message that cannot be read is an error of the
 * call, and so is a disk without room: an agent that is told "no success" may stop for good. A storage that cannot
 * keep it now is told in the way that makes this agent try again.
 */
export async function result(keep: () => Promise<void>, { headers }: Caller): Promise<Bytes> {
  try {
    await keep();
    return OK;
  } catch (error) {
    const failure = asFailure(error);
    if (failure.code === 'MESSAGE_INVALID' || failure.code === 'DISK_LOW') throw failure;
    if (retriesByStatus(headers)) throw new Failure('SERVER_BUSY', failure.message, { cause: error });
    return toBinary(PResultSchema, create(PResultSchema, { success: false, message: failure.message }));
  }
}
