/**
 * The server's time as far as the viewer's machine knows it: ranges like "last 5 minutes" end there, so that
 * a viewer's wrong clock neither hides the newest data nor asks for the future.
 */
let ahead = 0;

/** Tells how the server's clock stood when it answered. Differences below two seconds are the way, not the clock. */
export function setServerTime(serverNow: number, receivedAt: number): void {
  const difference = serverNow - receivedAt;
  ahead = Math.abs(difference) < 2000 ? 0 : difference;
}

export const serverNow = (): number => serverTime(Date.now());

/** An instant of the viewer's clock by the server's. */
export const serverTime = (at: number): number => at + ahead;
