import type { timeline as english } from '../en/timeline.ts';
import type { Translation } from '../translation.ts';

export const timeline: Translation<typeof english> = {
  timeline: '타임라인',
  play: '재생',
  pause: '일시 정지',
  step: '한 걸음',
  stepHint: '메시지나 변경 하나만큼',
  next: '다음 사건',
  nextHint: '하트비트가 아닌 다음 사건까지',
  start: '처음으로',
  tempo: '빠르기',
  auto: '자동 빠르기',
  max: '가장 빠르게',
  times: '{{speed}}배',
  virtualTime: '가상 시간',
  virtual: '가상',
  past: '돌아보는 중',
  present: '현재로',
  caption: '설명',
  captionEmpty: '클러스터는 하트비트만 주고받으며 쉬고 있다. 아래 매니페스트를 적용한 다음, 노드 하나를 랙에서 끌어내 본다.',
  yours: '나: {{what}}',
  lanes: { you: '나', nodes: '노드', pods: '파드', control: '컨트롤' },
  ghost: '{{time}}에서 갈라진 다른 미래',
  bookmark: '{{time}}: {{what}}',
  now: '지금',
};
