"""Is it an emergency: who is entitled, and does the case qualify?"""
