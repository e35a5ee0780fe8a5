import type zh from './zh-CN.ts'

const en: Readonly<Record<keyof typeof zh, string>> = {
  'home.hello': 'Good day, {name}',
  'home.as-of': 'As of {time}',
  'home.figures': 'At a glance',
  'home.unknown': 'unknown',
  'home.todo': 'To-do',
  'home.todo-all': 'All tasks',
  'home.todo-empty': 'Nothing to do',
  'home.todo-empty-why': 'What waits for you appears here.',
  'home.started': 'Started by me',
  'home.started-all': 'All',
  'home.started-empty': 'Nothing under way',
  'home.started-empty-why': 'What you started shows its progress here until it ends.',
  'search.title': 'Search for “{words}”',
  'search.title-empty': 'Search',
  'search.label': 'A name, an id or a user name',
  'search.nothing': 'Nothing found',
  'search.nothing-why': 'Try another word. Only what you may see is found.',
}
export default en
