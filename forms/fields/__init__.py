"""One file a type of question: how it is asked, checked, stored, shown, masked and printed."""
