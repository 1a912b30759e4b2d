// phonepop
