"""Problem to timetable: who meets whom, when, at which table, with which interpreter, and why others do not.

Plain Python. It stores nothing, logs nothing, asks nobody, and imports nothing heavy before it is needed.
"""
