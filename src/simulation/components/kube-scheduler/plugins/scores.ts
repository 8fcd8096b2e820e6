import { MAX_NODE_SCORE } from '../framework/interface.ts';

/**
 * Stretches scores to [0, 100] by the greatest; `reverse` turns them round, so that the fewest points are best.
 * Source: kubernetes v1.32 plugins/helper/normalize_score.go, DefaultNormalizeScore.
 */
export function normalizeByMax(scores: number[], reverse: boolean): void {
  let max = 0;
  for (const score of scores) if (score > max) max = score;
  if (max === 0) {
    if (reverse) scores.fill(MAX_NODE_SCORE);
    return;
  }
  for (let i = 0; i < scores.length; i++) {
    const stretched = Math.floor((MAX_NODE_SCORE * scores[i]) / max);
    scores[i] = reverse ? MAX_NODE_SCORE - stretched : stretched;
  }
}
