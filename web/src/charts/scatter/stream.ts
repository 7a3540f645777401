/** How a stream of events stands. `broken` means that it was lost and is being asked for again. */
export type StreamState = 'off' | 'connecting' | 'open' | 'broken';

export interface StreamListener {
  /** The data of an event of the name that was asked for. */
  event(data: string): void;
  state(state: Exclude<StreamState, 'off'>): void;
}

/** What is needed of an EventSource. */
type Source = EventTarget & Pick<EventSource, 'readyState' | 'close'>;

const CLOSED = 2;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

/**
 * Follows server-sent events until the returned function is called. A browser connects again by itself after a lost
 * connection, but gives up where an answer is not a stream (a server that starts, a proxy); then this tries again, after
 * pauses that double from 1 s to 30 s.
 */
export function openStream(
  url: string,
  name: string,
  listener: StreamListener,
  connect: (url: string) => Source = (address) => new EventSource(address),
): () => void {
  let source: Source | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = FIRST_PAUSE;
  let ended = false;

  const open = (): void => {
    const mine = connect(url);
    source = mine;
    mine.addEventListener('open', () => {
      pause = FIRST_PAUSE;
      listener.state('open');
    });
    mine.addEventListener(name, (event) => {
      if (event instanceof MessageEvent) listener.event(String(event.data));
    });
    mine.addEventListener('error', () => {
      if (ended) return;
      listener.state('broken');
      if (mine.readyState !== CLOSED) return;
      mine.close();
      timer = setTimeout(open, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    });
  };

  listener.state('connecting');
  open();
  return () => {
    ended = true;
    clearTimeout(timer);
    source?.close();
  };
}
