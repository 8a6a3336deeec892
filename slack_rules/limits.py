"""Limits: the numbers at which Slack says no, each with its source.

Lengths are in UTF-16 code units of the text as sent, escapes included. Slack does not document its unit;
this is the largest of the plausible counts, so what fits here fits there.
"""

# https://docs.slack.dev/reference/block-kit/blocks
BLOCKS_PER_MESSAGE = 50
BLOCKS_PER_VIEW = 100
BLOCK_ID = 255

# https://docs.slack.dev/reference/block-kit/blocks/header-block
HEADER_TEXT = 150

# https://docs.slack.dev/reference/block-kit/blocks/section-block
SECTION_TEXT = 3000
SECTION_FIELDS = 10
SECTION_FIELD_TEXT = 2000

# https://docs.slack.dev/reference/block-kit/composition-objects/text-object
TEXT_OBJECT = 3000

# https://docs.slack.dev/reference/block-kit/blocks/context-block
CONTEXT_ELEMENTS = 10

# https://docs.slack.dev/reference/block-kit/blocks/actions-block
ACTIONS_ELEMENTS = 25

# https://docs.slack.dev/reference/block-kit/blocks/input-block
INPUT_LABEL = 2000
INPUT_HINT = 2000

# https://docs.slack.dev/reference/block-kit/blocks/image-block
IMAGE_URL = 3000
IMAGE_ALT_TEXT = 2000
IMAGE_TITLE = 2000

# https://docs.slack.dev/reference/block-kit/blocks/markdown-block
MARKDOWN_TEXT = 12_000

# https://docs.slack.dev/reference/block-kit/blocks/alert-block names no length; builders published for it use 200.
ALERT_TEXT = 200

# https://docs.slack.dev/reference/block-kit/blocks/video-block
VIDEO_TITLE = 200
VIDEO_DESCRIPTION = 200
VIDEO_AUTHOR = 50
VIDEO_PROVIDER = 50

# https://docs.slack.dev/reference/block-kit/block-elements/button-element
ACTION_ID = 255
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
BUTTON_URL = 3000
ACCESSIBILITY_LABEL = 75

# https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
SELECT_OPTIONS = 100
SELECT_OPTION_GROUPS = 100
PLACEHOLDER = 150

# https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element
OVERFLOW_OPTIONS = 5

# https://docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element and …/checkboxes-element
CHOICES = 10

# https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
INPUT_MAX_LENGTH = 3000

# https://docs.slack.dev/reference/block-kit/composition-objects/option-object
OPTION_TEXT = 75
OPTION_VALUE = 150
OPTION_DESCRIPTION = 75
OPTION_URL = 3000
OPTION_GROUP_LABEL = 75

# https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30

# https://docs.slack.dev/reference/views
VIEW_TITLE = 24
VIEW_BUTTON = 24
PRIVATE_METADATA = 3000
CALLBACK_ID = 255
EXTERNAL_ID = 255
VIEWS_IN_STACK = 3

# https://docs.slack.dev/reference/methods/chat.postMessage : longer text is cut off or refused with msg_too_long
MESSAGE_TEXT = 40_000
# Undocumented: msg_blocks_too_long was seen from 13,172 characters on (https://github.com/slackapi/bolt-js/issues/2509).
MESSAGE_BLOCKS_TEXT = 12_000

# https://docs.slack.dev/messaging/message-metadata names no size; the identifier's length is taken from action ids.
METADATA_EVENT_TYPE = 255

# https://docs.slack.dev/interactivity/handling-user-interaction
ACK_SECONDS = 3.0
TRIGGER_SECONDS = 3.0
RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 30 * 60.0

# https://docs.slack.dev/authentication/verifying-requests-from-slack
SIGNATURE_SECONDS = 5 * 60.0

# https://docs.slack.dev/apis/web-api/rate-limits : one message a second in a channel, short bursts tolerated.
# How long a burst may be is not said; three is our own guess.
POSTS_PER_SECOND = 1.0
POST_BURST = 3

# https://docs.slack.dev/apis/events-api : at once, after one minute, after five minutes
EVENT_RETRY_SECONDS = (0.0, 60.0, 300.0)
