"""What an evidence base holds, in the formats of other programs."""
