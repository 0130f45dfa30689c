export { startOperator as startTestSfu } from './operator.ts';
