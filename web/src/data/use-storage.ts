import type { StorageView } from '../../../server/src/query/schema/storage.ts';
import { type Answer, useApi } from './use-api.ts';

/** How full the storage is, renewed every so many ms. */
export const useStorage = (every: number): Answer<StorageView> => useApi<StorageView>('/storage', {}, { every });
