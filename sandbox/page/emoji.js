// Emoji: the common shortcodes; whatever is not here is shown as it was written.

const TABLE = `
red_circle 🔴 large_orange_circle 🟠 orange_circle 🟠 large_yellow_circle 🟡 yellow_circle 🟡 large_green_circle 🟢
green_circle 🟢 large_blue_circle 🔵 blue_circle 🔵 large_purple_circle 🟣 white_circle ⚪ black_circle ⚫ large_brown_circle 🟤
red_square 🟥 large_red_square 🟥 large_orange_square 🟧 large_yellow_square 🟨 large_green_square 🟩 large_blue_square 🟦
white_large_square ⬜ black_large_square ⬛ star ⭐ star2 🌟 white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️
x ❌ negative_squared_cross_mark ❎ warning ⚠️ rotating_light 🚨 no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑 bangbang ‼️
exclamation ❗ heavy_exclamation_mark ❗ question ❓ grey_question ❔ information_source ℹ️ bell 🔔 no_bell 🔕 alarm_clock ⏰
stopwatch ⏱️ timer_clock ⏲️ hourglass ⌛ hourglass_flowing_sand ⏳ watch ⌚ double_vertical_bar ⏸️ pause_button ⏸️
black_right_pointing_triangle ▶️ arrow_forward ▶️ repeat 🔁 arrows_counterclockwise 🔄 arrows_clockwise 🔃 recycle ♻️
arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ arrow_upper_right ↗️ leftwards_arrow_with_hook ↩️ pencil2 ✏️ pencil 📝
memo 📝 clipboard 📋 bookmark_tabs 📑 page_facing_up 📄 file_folder 📁 open_file_folder 📂 bar_chart 📊 chart_with_upwards_trend 📈
chart_with_downwards_trend 📉 calendar 📅 date 📅 spiral_calendar_pad 🗓️ pushpin 📌 round_pushpin 📍 paperclip 📎 link 🔗
mag 🔍 mag_right 🔎 lock 🔒 unlock 🔓 key 🔑 hammer 🔨 wrench 🔧 hammer_and_wrench 🛠️ gear ⚙️ package 📦 truck 🚚 articulated_lorry 🚛
gift 🎁 moneybag 💰 yen 💴 dollar 💵 credit_card 💳 receipt 🧾 ticket 🎫 label 🏷️ shopping_trolley 🛒 shopping_bags 🛍️
telephone_receiver 📞 phone ☎️ telephone ☎️ iphone 📱 calling 📲 speech_balloon 💬 left_speech_bubble 🗨️ email 📧 envelope ✉️ e-mail 📧
inbox_tray 📥 outbox_tray 📤 incoming_envelope 📨 loudspeaker 📢 mega 📣 fire 🔥 zap ⚡ boom 💥 bulb 💡 sparkles ✨ tada 🎉
trophy 🏆 medal 🏅 first_place_medal 🥇 second_place_medal 🥈 third_place_medal 🥉 crown 👑 gem 💎 rocket 🚀 seedling 🌱 leaves 🍃
sunny ☀️ cloud ☁️ umbrella ☔ snowflake ❄️ rainbow 🌈 moon 🌙 crescent_moon 🌙 sunrise 🌅 coffee ☕ tea 🍵 cake 🍰 birthday 🎂 apple 🍎
house 🏠 department_store 🏬 convenience_store 🏪 office 🏢 factory 🏭 hospital 🏥 ambulance 🚑 pill 💊 syringe 💉 shield 🛡️ scales ⚖️
smile 😄 grinning 😀 smiley 😃 grin 😁 joy 😂 slightly_smiling_face 🙂 wink 😉 blush 😊 relaxed ☺️ heart_eyes 😍 thinking_face 🤔
neutral_face 😐 expressionless 😑 relieved 😌 sweat 😓 sweat_smile 😅 cold_sweat 😰 disappointed 😞 worried 😟 confused 😕 cry 😢 sob 😭
angry 😠 rage 😡 triumph 😤 scream 😱 fearful 😨 flushed 😳 tired_face 😫 weary 😩 sleeping 😴 mask 😷 face_with_thermometer 🤒
nauseated_face 🤢 face_palm 🤦 shrug 🤷 hugging_face 🤗 sunglasses 😎 upside_down_face 🙃 unamused 😒 rolling_eyes 🙄 clown_face 🤡
wave 👋 raised_hands 🙌 clap 👏 pray 🙏 muscle 💪 ok_hand 👌 thumbsup 👍 +1 👍 thumbsdown 👎 -1 👎 point_right 👉 point_left 👈
point_up ☝️ point_down 👇 raised_hand ✋ hand ✋ handshake 🤝 writing_hand ✍️ eyes 👀 ear 👂 bow 🙇 heart ❤️ broken_heart 💔
yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 100 💯 baby 👶 pregnant_woman 🤰 older_woman 👵 older_man 👴 family 👪
busts_in_silhouette 👥 bust_in_silhouette 👤 robot_face 🤖 cat 🐱 dog 🐶 bug 🐛 ant 🐜 cockroach 🪳 tooth 🦷 wind_chime 🎐 balloon 🎈
one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ keycap_ten 🔟 zero 0️⃣ hash #️⃣ new 🆕 ok 🆗 sos 🆘 up 🆙
cn 🇨🇳 flag-cn 🇨🇳 us 🇺🇸 flag-us 🇺🇸 gb 🇬🇧 heavy_plus_sign ➕ heavy_minus_sign ➖ heavy_dollar_sign 💲 small_blue_diamond 🔹
small_orange_diamond 🔸 large_blue_diamond 🔷 large_orange_diamond 🔶 white_small_square ▫️ black_small_square ▪️ dart 🎯 thread 🧵
balance_scale ⚖️ newspaper 📰 tv 📺 camera 📷 frame_with_picture 🖼️ film_frames 🎞️ art 🎨 mortar_board 🎓 books 📚 book 📖 school 🏫
`;

const KNOWN = new Map();
const words = TABLE.trim().split(/\s+/);
for (let index = 0; index < words.length; index += 2) KNOWN.set(words[index], words[index + 1]);

/** The emoji of a shortcode without colons, or undefined; skin tones are left out. */
export function emojiOf(name) {
  return KNOWN.get(String(name).replace(/::?skin-tone-[2-6]$/, ""));
}
