import { runKubectl, splitLine } from '../components/kubectl/index.ts';
import { provideKubectl } from './kubectl-code.ts';

provideKubectl({ runKubectl, splitLine });
