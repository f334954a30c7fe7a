/**
 * The workflow that a handout brings: it grades on each push, shows a summary on the run's page, and reports points to
 * GitHub Classroom, whose own name for the job it has. Elsewhere than in a classroom the last step only repeats them.
 */
export const gradingWorkflow = `name: Autograding Tests
on: [push, workflow_dispatch]
permissions:
  checks: write
  actions: read
  contents: read
jobs:
  run-autograding-tests:
    runs-on: ubuntu-latest
    if: github.actor != 'github-classroom[bot]'
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
          cache: npm
      - run: npm ci
      - id: grade
        name: Grade the exercises
        run: npx tidemark grade . --strict --out "$RUNNER_TEMP/gradebook" --summary "$GITHUB_STEP_SUMMARY" --classroom "$GITHUB_OUTPUT"
      - uses: classroom-resources/autograding-grading-reporter@v1
        if: always() && steps.grade.outputs.result != ''
        env:
          GRADE_RESULTS: \${{ steps.grade.outputs.result }}
        with:
          runners: grade
`;
