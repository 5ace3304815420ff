mod day;
