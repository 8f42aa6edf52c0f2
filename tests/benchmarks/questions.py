"""The shipped questions, answered and judged: `python tests/benchmarks/questions.py`.

Prints a Markdown table by kind, and each question that went wrong with its answer.
"""

from __future__ import annotations

from collections import defaultdict

from assistant import Answer, Assistant, Turn
from knowledge.questions import StudyQuestion, load_questions
from knowledge.study import SHIPPED


def main() -> None:
    """Answer every shipped question, and print the table."""
    assistant = Assistant.open()
    kinds: dict[str, list[bool]] = defaultdict(list)
    for question in load_questions(assistant.study, SHIPPED):
        answer = answered(assistant, question)
        kinds[question.kind].append(right(question, answer))
        if not kinds[question.kind][-1]:
            print(f"wrong: {question.id}: {question.question!r} -> {answer.text!r}")
    print("\n| kind | questions | right |\n|---|---|---|")
    for kind, results in kinds.items():
        print(f"| {kind} | {len(results)} | {sum(results)} |")
    every = [result for results in kinds.values() for result in results]
    print(f"| all | {len(every)} | {sum(every)} ({sum(every) / len(every):.1%}) |")


def answered(assistant: Assistant, question: StudyQuestion) -> Answer:
    """The answer to `question`, its history asked first."""
    turns: list[Turn] = []
    for earlier in question.history:
        turns.append(Turn(earlier, assistant.ask(earlier, turns)))
    return assistant.ask(question.question, turns)


def right(question: StudyQuestion, answer: Answer) -> bool:
    """Whether `answer` holds every nugget, nothing forbidden, and cites the gold; or abstains where it should."""
    if not question.answerable:
        return answer.abstained or answer.verdict == "no"
    said = answer.text.lower()
    return (
        not answer.abstained
        and answer.language == question.language
        and all(any(alternative in said for alternative in nugget) for nugget in question.nuggets)
        and not any(word in said for word in question.forbidden)
        and any(c.start < gold.end and gold.start < c.end for c in answer.citations for gold in question.quotes)
    )


if __name__ == "__main__":
    main()
