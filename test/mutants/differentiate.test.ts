import { CHECKER_MUTANTS, DIFFERENTIATION_MUTANTS } from './differentiate.ts';
import { describeMutants } from './hunt.ts';

describeMutants('deliberate bugs in differentiation', [...DIFFERENTIATION_MUTANTS, ...CHECKER_MUTANTS]);
