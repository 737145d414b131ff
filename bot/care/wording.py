"""Words that no tip may hold, and the length of a sentence that can be read on a bad day."""

import re

LONGEST_SENTENCE = 22
"""In words."""

_HARMS = {
    "praises losing weight": (
        r"weight[- ]loss|los(e|es|t|ing) (some )?weight|slim(mer|ming)?|calories|diet(s|ing)?"
    ),
    "cheers lost sleep": (
        r"sleep(ing)? less|less sleep|(skip|skipping|without) sleep|all[- ]nighter|stay(ing)? up late"
    ),
    "advises on doses": r"\d+ ?(mg|ml|milligrams?)|dos(e|es|age)|pills?|tablets?|supplements?",
    "names a disorder": (
        r"depress(ion|ive|ed)|bipolar|mania|manic|ptsd|ocd|adhd|psycho(sis|tic)|schizo\w*|borderline|autis\w*"
        r"|anore\w*|bulimi\w*|insomnia\w*|disorders?|syndrome|panic attacks?|mental(ly)? ill(ness)?"
    ),
    "claims to heal": (
        r"treat(s|ed|ing|ment|ments)?|cur(e|es|ed|ing)|heal(s|ed|ing)?|guarantee[sd]?|proven|always works"
        r"|will (help|feel better|make you feel)|therap\w+"
    ),
    "speaks of suicide in a way that wounds": (
        r"commit(s|ted|ting)? suicide|(failed|successful|unsuccessful) (attempt|suicide)|think of your family"
    ),
    "blames or pushes": (
        r"just relax|calm down|cheer up|man up|snap out|get over it|bright side|your (own )?fault|no excuses?"
        r"|you (must|should|have to|need to)|stop being|dramatic"
    ),
    "is jargon": (
        r"cognitive|behaviou?ral|defusion|mindful(ness)?|somatic|dysregulat\w+|arousal|ruminat\w+|reapprais\w+"
        r"|self-compassion|coping|techniques?|stimulus|validat\w+|exercis\w+"
    ),
}
_PATTERNS = {harm: re.compile(rf"\b({words})\b", re.IGNORECASE) for harm, words in _HARMS.items()}


def harms_in(text: str) -> tuple[str, ...]:
    """What is wrong with the words of a text, each as 'names a disorder (bipolar)'."""
    found = ((harm, pattern.search(text)) for harm, pattern in _PATTERNS.items())
    return tuple(f"{harm} ({match.group()})" for harm, match in found if match)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text; a colon does not end one."""
    return tuple(part for part in re.split(r"(?<=[.!?])\W*\s+", text.strip()) if part)


def long_sentences(text: str) -> tuple[str, ...]:
    """The sentences that are longer than `LONGEST_SENTENCE` words."""
    return tuple(part for part in sentences(text) if len(part.split()) > LONGEST_SENTENCE)
