# What nothing in our Python names, and yet is used. Vulture reads this file beside the code (`make lint`); a name that
# stands here and nowhere else can go. Tests are not read on purpose: code that only a test calls is dead.

# Frameworks call these or read them: asyncio, http.server, expat, Twisted and Scrapy, SQLAlchemy, pydantic, Jinja2.
_.connection_made
_.tempdir
_.find_class
_.reducer_override
_.data_received
_.daemon_threads
_.request_queue_size
_.handle_error
_.protocol_version
_.server_version
_.sys_version
_.wbufsize
_.disable_nagle_algorithm
_.do_HEAD
_.should_exit  # of uvicorn
_.notify_url  # apprise reads it
_.log_message
client_address
_.StartElementHandler
_.EndElementHandler
_.CharacterDataHandler
_.EntityDeclHandler
_.threadFactory
_.buildProtocol
_._factory
_.mindelay
_.lastseen
_.cancel
_.resolveHostName
addressTypes
transportSemantics
_.CappedHandler  # by their names, in the crawler's settings
_.FlooredThrottle
_.isolation_level
_.inherit_cache
_._read_secrets
_.database_url_file  # app/settings.py puts "_file" to the name of each secret
_.search_password_file
_.heartbeat_url_file
_._on_sqlite
_._on_postgresql
_.impl
_.cache_ok
_.process_bind_param
_.process_result_value
_.model_config
_.globals
_._missing_  # enum
min_size  # ruptures reads it of a cost
_.ngettext  # argparse
_.socket_connect_timeout  # apprise
_.socket_read_timeout

# Templates show these.
_.is_moving
_.is_leaving
_.is_next_late
_.outlet_name
_.has_changed
_.is_watched
_.waits_for_others
basis_source
REPLY  # a form says so
_.is_good
_.is_headed
has_picture
_.health
_.left_out
_.notify_format
_.opened_at
_.overflow_mode
_.is_hidden
_.picked_at
_.place_labels
_.printed
_.changed_since
_.reviewed_at
_.reviewer
_.saved_at
_.scarce
_.seen_at
_.shared_at
_.shared_by
_.siblings
_.slogan  # of the sample newsroom's pages
_.due_since
_.held_by
_.leaders
_.more_hosts
_.search_lacks
_.to_do
_.is_healthy
_.tags_left_out
_.sends
_.verbs
_.deletes_within
_.reads_as_stranger
_.needs_picture
_.viewers

# Rows, answers and commands carry these whole, field by field.
_.did_you_mean
_.publisher_section
_.snippet_marks
_.title_marks

# Members that data, rows or people's choices name by their value.
_.AGENCY
_.DESK
_.FACT_CHECKER
_.FORUM
_.MESSENGER
_.PERSONAL
_.PROXY
_.SHORTENER
_.SOCIAL
_.VIDEO
_.OLD
_.DRAFT
_.EXERCISE
_.TEST
_.UNLIKELY
_.LIKELY

# Tests stand on these: a desk, an index and channels in memory, held to the same contracts as the real ones.
MemoryChannels
MemoryOutlets
_.LOST  # how the outlet in memory fails
_.BROKEN
_.SWALLOWED
MemoryIndex
memory_database
drain

# nlp/data/signals.toml names these by their values.
OPENING_HOURS
DEADLINE
PROCEDURE
HEALTH_SCHEDULE
SCAM
OUTAGE
TRANSPORT
FORECAST
SAFETY_ADVICE
SUPPORT
PEOPLE_HELPING
ACHIEVEMENT
HERITAGE
SPONSORED
ORDERING
PRICE
SALES_PRAISE
NEWSROOM_CORRECTION
_value_

# The standard library's HTTP server calls and reads these.
do_POST
close_connection

# Written for whoever reads a backup years later.
program

# An enum names its value by this.
_value_

# Read by the screens and in /v1: what replaced a warning, and the colour of its level.
successor
colour

# The calendar's template: what strangers do not see, and whether more than the law is known of a year.
is_unseen
is_announced

# The card of flags shows what somebody typed beside its flag, and which flags are weak; Duyệt has each item's card.
typed_at
flag_card
is_weak

# The panel Kiểm chứng shows these of a published check.
article_title
still_stands
differ

# Kinds of desks that app/publishers.toml names, and what a unit was before, which the form of the area says.
HOSPITAL
RED_CROSS
formerly

# What api/templates/xu-huong.html draws.
bottom
_.blind
blind_days

# python-docx writes these into a Word file.
_.page_width
_.page_height
_.left_margin
_.right_margin
_.top_margin
_.bottom_margin
_.header_distance
_.footer_distance
_.keep_with_next
_.space_before
_.space_after
_.line_spacing
_.page_break_before
_.base_style
_.rgb
_.underline
_.alignment
_.autofit
_.last_modified_by
_.comments

# What api/templates/noi-bat.html says and draws.
seen_days
needed_days
blind_days
width_before
