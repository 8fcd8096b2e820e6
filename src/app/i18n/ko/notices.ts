import type { Translation } from '../translation.ts';
import type { notices as english } from '../en/notices.ts';

export const notices: Translation<typeof english> = {
  done: '완료',
  refused: '{{message}}',
  paused: '시계가 멈춰 있다. 시간이 흐르면 일어난다.',
  forked: '{{time}}에서 새로운 미래가 시작된다. 예전 미래는 타임라인에 남는다.',
  restored: '세션을 {{time}}부터 이어 간다.',
  'saved-session-broken': '저장된 세션을 읽지 못했다: {{field}} 값은 {{problem}}. 새 세션을 시작했고, 예전 것은 내려받을 수 있다.',
  'link-broken': '공유 링크를 읽지 못했다: {{field}} 값은 {{problem}}. 대신 새 세션을 시작했다.',
  'crashed.replayed': '시뮬레이션이 스스로의 규칙을 어겨 기록에서 다시 재생했다. 잃은 것은 없다. ({{message}})',
  'crashed.last-command-dropped': '같은 곳에서 다시 멈춰 마지막 명령을 빼고 재생했다. ({{message}})',
  'crashed.started-fresh': '재생할 수 없어 새 세션을 시작했다. 예전 세션은 내려받을 수 있다. ({{message}})',
  'not-saved': '이 브라우저에는 세션을 저장할 수 없다 ({{message}}). 세션은 계속되니 간직하려면 내려받는다.',
  'wrong-target': '{{what}} 노드는 제자리로 돌아갔다. 노드는 받침대에 놓거나 랙에 둔다.',
  copied: '복사했다',
  problem: {
    object: '객체여야 한다',
    list: '목록이어야 한다',
    text: '글자여야 한다',
    number: '숫자여야 한다',
    flag: '참 또는 거짓이어야 한다',
    choice: '다음 중 하나여야 한다: {{limit}}',
    range: '{{limit}} 사이의 정수여야 한다',
    long: '{{limit}}보다 길다',
    version: '{{limit}}이어야 한다',
    order: '앞의 것보다 이르다',
    twice: '두 번 나온다',
    unreadable: '잘렸거나 손상되었다',
  },
};
