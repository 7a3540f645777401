import { StorageView } from '../schema/storage.ts';
import { daysOfSpans, viewStorage } from '../storage/view.ts';
import { problems, type Routes } from './route.ts';

export const storageRoutes: Routes = (http, { storage, counts, clock }) => {
  http.get(
    '/storage',
    { schema: { summary: 'How full the storage is, and what is kept', response: { 200: StorageView, ...problems } } },
    async () => {
      const state = await storage.state();
      const days = daysOfSpans(state.usage);
      const spans = await Promise.all(days.map(async (day) => [day, await counts.of(day)] as const));
      return viewStorage(state, new Map(spans), clock());
    },
  );
};
