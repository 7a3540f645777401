import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { apiUrl, getBytes } from '../../data/api.ts';
import { serverNow } from '../../data/clock.ts';
import { decode, fromBase64 } from './decode.ts';
import { type Dots, dotsOf, none } from './dots.ts';
import { follow } from './follow.ts';
import { openStream, type StreamState } from './stream.ts';

/** What dots are asked for. While `live`, all until now and what comes: only the width of `from` … `to` matters. */
export interface ScatterScope {
  /** `name@SERVICE_TYPE` */
  readonly application: string;
  readonly service?: string | undefined;
  readonly from: number;
  readonly to: number;
  /** Dots of this agent id only. */
  readonly agent?: string | undefined;
  readonly live?: boolean | undefined;
  /** Only of transactions that match these filters, of the map of the application `center`. */
  readonly filter?: string | undefined;
  readonly center?: string | undefined;
  /** How far filtering has come: asks again when it changes. */
  readonly progress?: number | undefined;
}

export interface ScatterData {
  readonly dots: Dots;
  /** Nothing to show yet. */
  readonly pending: boolean;
  /** The dots are those of the range before; those of this one are on their way. */
  readonly outdated: boolean;
  /** Why there is nothing to show. */
  readonly error: Error | undefined;
  readonly retry: () => void;
  readonly stream: StreamState;
}

/** The dots of an application: all of the range and, while live, each second what came since. */
export function useScatter(scope: ScatterScope): ScatterData {
  const { application, service, agent, from, to, filter, center, progress, live = false } = scope;
  const who = { application, service, agent, filter, center };
  const width = to - from;
  const query = useQuery({
    queryKey: ['/scatter', who, live ? { width } : { from, to }, progress],
    queryFn: async ({ signal }) => {
      const range = live ? { from: serverNow() - width, to: serverNow() } : { from, to };
      return dotsOf(decode(await getBytes('/scatter', { ...who, ...range }, signal)));
    },
    // Dots are many: kept for a look back, not for an hour. They are typed arrays: nothing to compare with the ones before.
    gcTime: 60_000,
    staleTime: live ? 0 : 60_000,
    structuralSharing: false,
    // While only the range moves, the chart stays: the dots that both ranges have are there at once.
    placeholderData: (before, query) =>
      JSON.stringify(query?.queryKey[1]) === JSON.stringify(who) ? before : undefined,
  });

  const [followed, setFollowed] = useState<{ readonly since: Dots | undefined; readonly dots: Dots }>();
  const stream = useDots(live ? apiUrl('/scatter/live', who) : undefined, {
    dots: (bytes) =>
      setFollowed((before) => {
        const loaded = query.data ?? none;
        const dots = before?.since === query.data ? (before?.dots ?? loaded) : loaded;
        return { since: query.data, dots: follow(dots, loaded, decode(bytes), serverNow() - width) };
      }),
    // What was received while the stream was broken came by no event.
    again: () => void query.refetch(),
  });

  const loaded = query.data ?? none;
  return {
    dots: live && followed?.since === query.data ? (followed?.dots ?? loaded) : loaded,
    pending: query.isPending,
    outdated: query.isPlaceholderData,
    error: query.data === undefined ? (query.error ?? undefined) : undefined,
    retry: () => void query.refetch(),
    stream,
  };
}

interface Listener {
  readonly dots: (bytes: ArrayBuffer) => void;
  readonly again: () => void;
}

function useDots(url: string | undefined, listener: Listener): StreamState {
  const [state, setState] = useState<StreamState>('off');
  const onDots = useEffectEvent(listener.dots);
  const onAgain = useEffectEvent(listener.again);
  useEffect(() => {
    if (url === undefined) {
      setState('off');
      return;
    }
    let wasBroken = false;
    return openStream(url, 'dots', {
      event: (data) => onDots(fromBase64(data)),
      state: (next) => {
        setState(next);
        if (next === 'open' && wasBroken) onAgain();
        wasBroken = next === 'broken';
      },
    });
  }, [url]);
  return state;
}
