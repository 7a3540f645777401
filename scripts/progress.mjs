const terminal = process.stderr.isTTY === true;

/** Shows one line with the seconds gone by while `work` runs, and what it took when it is done. */
export async function showProgress(label, work) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const show = (end) => process.stderr.write(terminal ? `\r${label} … ${end}` : end);
  process.stderr.write(`${label} … `);
  const timer = terminal ? setInterval(() => show(`${seconds()} s`), 1000) : undefined;
  try {
    const result = await work();
    show(`done in ${seconds()} s\n`);
    return result;
  } catch (error) {
    show(`failed after ${seconds()} s\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
