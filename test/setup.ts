/** What holds for the random cases of every test: one seed for the run, and a bound on the search for a smaller case. */
import fc from 'fast-check';

fc.configureGlobal({
  seed: Number(process.env.SEED),
  // Shrinking cannot be interrupted by the test runner's own limit, since it does not yield.
  interruptAfterTimeLimit: process.env.VERIFY === undefined ? 150_000 : 1_500_000,
  markInterruptAsFailure: true,
});
