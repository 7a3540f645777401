/** What the launcher of a packed Finepoint runs: everything is installed and built there. */
import { serve } from './serve.mjs';

serve(process.argv.slice(2));
