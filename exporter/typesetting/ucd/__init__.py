"""What the Unicode Character Database says, reduced to what rules ask; under Unicode's licence (LICENSE.txt).

``line_break`` is made by ``build`` from the files of the database.
"""
