import { applicationHash } from '../../store/application.ts';
import type { Received, Span } from '../../store/span/span.ts';
import { spansWithin } from '../filter/dots.ts';
import { filterRunOf } from '../map/graph-of.ts';
import { namesOf } from '../names.ts';
import { requestedApplication, requestedRange } from '../request.ts';
import { Transactions, TransactionsQuery } from '../schema/transaction.ts';
import { type Found, inOrder, within } from '../transaction/rectangle.ts';
import { viewTransaction } from '../transaction/view.ts';
import { problems, type Routes } from './route.ts';

export const transactionRoutes: Routes = (http, sources) => {
  const { dots, spans, names } = sources;
  http.get(
    '/transactions',
    {
      schema: {
        summary: 'Transactions of a rectangle of the scatter chart',
        querystring: TransactionsQuery,
        response: { 200: Transactions, ...problems },
      },
    },
    async ({ query }) => {
      const application = requestedApplication(query);
      const { from, to } = requestedRange(query);
      const { elapsedFrom = 0, elapsedTo = Number.POSITIVE_INFINITY, status = 'all', agent } = query;
      const { order = 'time', direction = 'desc', offset = 0, limit = 100 } = query;
      const run = await filterRunOf({ ...query, application: query.center ?? query.application }, sources);
      if (run !== undefined) {
        const rectangle = { from, to, elapsedFrom, elapsedTo, status, agent };
        const matching = spansWithin(run.spansOf(application), rectangle, order, direction);
        const page = matching.slice(offset, offset + limit);
        const source = await namesOf(page, names);
        return { total: matching.length, items: page.map((span) => viewTransaction(span, source)) };
      }
      const found: Found[] = [];
      for await (const row of dots.read(application, from, to)) {
        for (const dot of within(row, { from, to, elapsedFrom, elapsedTo, status, agent })) found.push(dot);
      }
      found.sort(inOrder(order, direction));
      const hash = applicationHash(application);
      const page = found.slice(offset, offset + limit).map(({ row, number }) => {
        const { slot, writer } = row.at;
        return { application: hash, day: row.day, slot, writer, number };
      });
      const read = (await spans.read(page)).filter(isSpan);
      const source = await namesOf(read, names);
      return { total: found.length, items: read.map((span) => viewTransaction(span, source)) };
    },
  );
};

const isSpan = (received: Received): received is Received<Span> => received.message.kind === 'span';
