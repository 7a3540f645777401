const redraw = process.stderr.isTTY === true;

/** Shows one line with the seconds gone by while `work` runs, and what it took when it is done. */
export async function showProgress(label, work) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const draw = (end) => process.stderr.write(`${redraw ? '\r' : ''}${label} … ${end}`);
  if (redraw) draw('');
  const timer = redraw && setInterval(() => draw(`${seconds()} s`), 1000);
  try {
    const result = await work();
    draw(`done in ${seconds()} s\n`);
    return result;
  } catch (error) {
    draw(`failed after ${seconds()} s\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
