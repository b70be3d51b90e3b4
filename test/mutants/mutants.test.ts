import { describeMutants } from './hunt.ts';
import { MUTANTS } from './mutants.ts';

describeMutants('deliberate bugs', MUTANTS);
