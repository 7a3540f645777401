/** A failure with a message that says all there is to say: it is shown without a stack. */
export class Stop extends Error {
  expected = true;
}
