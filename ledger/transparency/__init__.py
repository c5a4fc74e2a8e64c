"""The proof: an RFC 6962 tree over the stored bytes, in the formats of C2SP, so that foreign tools can check it."""
