"""Every size, depth and time limit of the language, the engine and the drawing, named once.

Sources: LANGUAGE.md section 1 (text), section 3 (expressions); RELIABILITY.md decisions 11 to 14.
Sizes are bytes, times are milliseconds where the name says `_MS` and seconds where it says `_S`.
"""

MAX_TEXT_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 64
MAX_NODES = 200_000
MAX_DIAGNOSTICS = 1_000
MAX_MESSAGE_CHARS = 500
MAX_KEY_CHARS = 1_024
# How often a text that is not valid YAML is repaired and read again, and how much may be read so.
MAX_SYNTAX_ERRORS = 20
MAX_REREAD_CHARS = 2 * MAX_TEXT_BYTES
# How often `playbook fix` looks again at what its fixes have made.
MAX_FIX_ROUNDS = 100
# How many pairs of names one check compares in search of "did you mean"; each costs some 20 microseconds.
MAX_NAME_COMPARISONS = 30_000
# How many steps one search over the machine's graph takes before it says so and stops.
MAX_GRAPH_STEPS = 2_000_000
# How many facts about conditions one question, and all questions of one check, may look at.
MAX_STEPS_PER_QUESTION = 20_000
MAX_REASONING_STEPS = 400_000

MAX_EXPRESSION_CHARS = 4_096
MAX_EXPRESSION_DEPTH = 64
MAX_RESULT_BYTES = 64 * 1024

MAX_REPEAT = 1_000_000
# How often `playbook run --repeat` runs each test.
MAX_TEST_REPEAT = 1_000_000
# The greatest whole number that a browser keeps exactly.
MAX_SEED = 2**53 - 1
MAX_RUN_EVENTS = 50_000
MAX_EVENTS_PER_STEP = 1_000
MAX_TIMERS_PER_STEP = 50_000
MAX_WAIT_MS = 7 * 24 * 3_600_000
# A simulation: how many functions one value may take, how many levels of expressions stand inside each
# other at a time, statements of an action, timers that wait, and characters and items of all variables.
MAX_CALLS_PER_VALUE = 1_000
MAX_CALL_LEVELS = 400
MAX_STATEMENTS = 1_000
MAX_PENDING_TIMERS = 10_000
MAX_SIMULATION_SIZE = 2 * 1024 * 1024
# How many functions of a simulation one check of a playbook calls to learn what they are at the start.
MAX_CALLS_OF_A_CHECK = 20_000
# Rows of a panel that are worked out and sent.
MAX_PANEL_ROWS = 200
# A system over HTTP: the time for one answer, connecting included; what an answer may hold; how many
# messages one run may send, and how many calls of functions are asked together; the time for a host's name.
HTTP_TIMEOUT_MS = 5_000
MIN_HTTP_TIMEOUT_MS, MAX_HTTP_TIMEOUT_MS = 100, 30_000
MAX_HTTP_BODY_BYTES = 1024 * 1024
MAX_HTTP_MESSAGES = 100_000
MAX_HTTP_CALLS = 256
HTTP_RESOLVE_S = 5.0
# Looking for a way to every transition: how many actions are tried in all, and of these how many in search of
# the shortest way; steps of one way, repetitions of one step, and virtual time.
MAX_EXPLORED_ACTIONS = 10_000
MAX_SHORTEST_ACTIONS = 2_000
# The same for a system where each action is some messages, after its scenarios; and how often a way is walked
# again in search of a shorter one.
MAX_DISTANT_ACTIONS = 300
MAX_DISTANT_SHORTEST = 100
MAX_WALKS = 200
MAX_DISTANT_WALKS = 20
MAX_WAY_STEPS = 256
MAX_EXPLORED_REPEAT = 1_000
MAX_EXPLORED_MS = MAX_WAIT_MS
# How often a viewer of a run is told of news, where no bell shortens it (`runner.tail`).
STREAM_TICK_MS = 100

LAYOUT_DEADLINE_S = 5.0
MAX_LABEL_CHARS = 60
