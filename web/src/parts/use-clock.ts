import { useEffect, useState } from 'react';
import { serverNow } from '../data/clock.ts';

/** The server's time, renewed every `beat` ms: for ages such as "5 seconds ago". */
export function useClock(beat = 1000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), beat);
    return () => clearInterval(timer);
  }, [beat]);
  return now;
}
