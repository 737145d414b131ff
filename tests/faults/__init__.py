"""What Telegram, the network and the machine do to the bot on a bad day, and what people then see."""
