import { create, toBinary } from '@bufbuild/protobuf';
import { PResultSchema } from '@finepoint/wire';
import type { Bytes } from '../../lib/bytes.ts';
import { asFailure, Failure } from '../../lib/failure.ts';
import { retriesByStatus } from '../grpc/identity.ts';
import type { Caller } from '../grpc/method.ts';

const OK = toBinary(PResultSchema, create(PResultSchema, { success: true }));

/**
 * The answer to what an agent told: success once it is durable. A message that cannot be read is an error of the
 * call. What cannot be kept now is told in the way that makes this agent try again: UNAVAILABLE is the only status
 * that agents retry here, and the others look at `success`. On a disk without room it is UNAVAILABLE for all, for an
 * agent that is told "no success" may stop for good.
 */
export async function result(keep: () => Promise<void>, { headers }: Caller): Promise<Bytes> {
  try {
    await keep();
    return OK;
  } catch (error) {
    const { code, detail, message } = asFailure(error);
    if (code === 'MESSAGE_INVALID') throw error;
    if (code === 'DISK_LOW') throw new Failure(code, detail, { cause: error, grpc: 'UNAVAILABLE' });
    if (retriesByStatus(headers)) throw new Failure('SERVER_BUSY', message, { cause: error, grpc: 'UNAVAILABLE' });
    return toBinary(PResultSchema, create(PResultSchema, { success: false, message }));
  }
}
